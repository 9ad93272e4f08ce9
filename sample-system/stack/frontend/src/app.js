// LCBP3-DMS RELEASE
const letters = document.querySelector('#letters');
const backend = document.querySelector('#backend');

const answer = await fetch('/api/correspondences?limit=10');
for (const { document_number: number, title } of await answer.json()) {
  const item = document.createElement('li');
  item.textContent = `${number} ${title}`;
  letters.append(item);
}

function listen() {
  const socket = new WebSocket(`wss://${location.host}/ws`);
  socket.onmessage = ({ data }) => {
    const { release, colour, type } = JSON.parse(data);
    backend.textContent = `${release} (${colour})${type === 'stopping' ? ', stopping' : ''}`;
  };
  socket.onclose = () => setTimeout(listen, 1000);
}
listen();
